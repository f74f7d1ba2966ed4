# Varnish 6 or newer in front of Chronique, with CHRONIQUE_CACHES=http://127.0.0.1:6081
#
#   varnishd -a 127.0.0.1:6081 -f /etc/varnish/chronique.vcl -s malloc,256m -p http_gzip_support=off
#
# Without http_gzip_support=off readers get gzip, never Brotli. Before it stands whoever speaks https:
# it sets X-Forwarded-Proto and Host (docs/server.md).
vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Whoever may say what is to be forgotten: each server of Chronique.
acl program {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (!(client.ip ~ program) || !req.http.Cache-Tag) {
            return (synth(403, "Forbidden"));
        }
        if (req.http.Cache-Tag == "*") {
            ban("obj.http.Cache-Tag ~ .");
        } else {
            ban("obj.http.Cache-Tag ~ (^|,)(" + regsuball(req.http.Cache-Tag, ",", "|") + ")(,|$)");
        }
        return (synth(200, "Forgotten"));
    }
    # Whoever takes part, or writes, is known to the program. So is a query string.
    if (req.method != "GET" && req.method != "HEAD"
        || req.http.Authorization
        || req.url ~ "[?]"
        || req.http.Cookie ~ "(^|; *)(sessionid|messages|chronique_reader|chronique_seen)=") {
        return (pass);
    }
    unset req.http.Cookie;
    # As few copies of a page as there are encodings.
    if (req.http.Accept-Encoding ~ "(^|[, ])br($|[, ])") {
        set req.http.Accept-Encoding = "br";
    } else if (req.http.Accept-Encoding ~ "(^|[, ])gzip($|[, ])") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    return (hash);
}

sub vcl_hash {
    # What came without https is sent there.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    if (beresp.http.Cache-Until) {
        set beresp.ttl = std.time(beresp.http.Cache-Until, now) - now;
    } else if (beresp.http.Cache-Tag) {
        set beresp.ttl = 1d;
    } else if (bereq.url !~ "^/(static|media|pictures)/") {
        # Nobody would tell when it changes. Others need not wait for the answer to this one.
        set beresp.ttl = 60s;
        set beresp.uncacheable = true;
        return (deliver);
    }
}

sub vcl_deliver {
    unset resp.http.Cache-Tag;
    unset resp.http.Cache-Until;
}
