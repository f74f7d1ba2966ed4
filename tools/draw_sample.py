import sys, time
from pathlib import Path
from pictures import coast
if __name__ == "__main__":
    out = Path("/tmp/scratch/sample/out"); out.mkdir(exist_ok=True)
    for n in sys.argv[1:]:
        mod, f = n.split(".")
        t = time.time()
        m = __import__("pictures." + mod, fromlist=["x"])
        c = getattr(m, f)()
        c.save(out / f"{f}.webp"); c.picture().save(out / f"{f}.png")
        print(n, (out / f"{f}.webp").stat().st_size, round(time.time() - t, 1))
