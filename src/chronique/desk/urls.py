"""Addresses of the desk that are not Wagtail's own, below its own."""

from django.urls import path

from chronique.desk import books, kept, sending, views
from chronique.desk.discussion import clients
from chronique.desk.discussion import views as discussion
from chronique.desk.dossiers import likelihood, matrix, predicting, remembering, snapshots
from chronique.desk.letters import planning, previews
from chronique.desk.letters import views as letters
from chronique.desk.subscribers import lists
from chronique.desk.subscribers import views as subscribers
from chronique.desk.versions import views as versions

urlpatterns = [
    path("versions/<int:pk>/", versions.show, name="article_versions"),
    path("clean-paste/", views.clean_paste, name="clean_paste"),
    path("take-away/", books.show, name="books"),
    path("take-away/<int:pk>/act/", books.act, name="books_act"),
    path("take-away/<int:pk>/file/", books.hand_out, name="books_file"),
    path("memory/", remembering.remember, name="memory"),
    path("kept-pages/", kept.show, name="kept_pages"),
    path("kept-pages/forget/", kept.forget, name="kept_pages_forget"),
    path("mail/", sending.show, name="sending"),
    path("mail/check/", sending.check, name="sending_check"),
    path("mail/kept/", sending.list_kept, name="kept_letters"),
    path("mail/kept/<str:name>/", sending.show_kept, name="kept_letter"),
    path("mail/kept/<str:name>/page/", sending.frame_kept, name="kept_letter_frame"),
    path("comments/", discussion.queue, name="comments_queue"),
    path("comments/decide/", discussion.decide_many, name="comments_decide_many"),
    path("comments/undo/", discussion.undo, name="comments_undo"),
    path("comments/slow/", discussion.slow, name="comments_slow"),
    path("comments/filter/", discussion.show_record, name="comments_filter"),
    path("comments/log/", discussion.show_log, name="comments_log"),
    path("comments/log.csv", discussion.export_log, {"kind": "csv"}, name="comments_log_csv"),
    path("comments/log.json", discussion.export_log, {"kind": "json"}, name="comments_log_json"),
    path("comments/sites/<int:pk>/new-key/", clients.renew, name="clients_renew"),
    path("comments/<int:pk>/", discussion.decide, name="comments_decide"),
    path("likelihood/", likelihood.show_words, name="likelihood_words"),
    path("likelihood/check/", likelihood.check, name="likelihood_check"),
    path("matrix/", matrix.index, name="matrix_list"),
    path("matrix/<int:pk>/", matrix.show, name="matrix_show"),
    path("matrix/<int:pk>/cell/", matrix.write_cell, name="matrix_cell"),
    path("matrix/<int:pk>/act/", matrix.act, name="matrix_act"),
    path("matrix/<int:pk>/history/", matrix.history, name="matrix_history"),
    path("matrix/<str:kind>/<int:pk>/", matrix.edit, name="matrix_edit"),
    path("predictions/<int:pk>/", predicting.show, name="predictions_show"),
    path("sources/snapshots/<int:pk>/", snapshots.take, name="source_snapshot"),
    path("subscribers/", subscribers.show_list, name="subscribers_list"),
    path("subscribers/add/", subscribers.add, name="subscribers_add"),
    path("subscribers/growth/", subscribers.show_growth, name="subscribers_growth"),
    path("subscribers/all.csv", subscribers.export, {"kind": "csv"}, name="subscribers_csv"),
    path("subscribers/all.json", subscribers.export, {"kind": "json"}, name="subscribers_json"),
    path("subscribers/lists/", lists.hand_in, name="subscribers_lists"),
    path("subscribers/lists/<int:pk>/", lists.show_list_of, name="subscribers_list_of"),
    path(
        "subscribers/lists/<int:pk>/report.json", lists.show_report, name="subscribers_list_report"
    ),
    path("subscribers/<int:pk>/", subscribers.show_one, name="subscribers_one"),
    path("subscribers/change/<int:pk>/", subscribers.change, name="subscribers_change"),
    path("letters/", letters.index, name="letters_list"),
    path("letters/<int:pk>/", letters.show, name="letters_issue"),
    path("letters/<int:pk>/progress/", letters.progress, name="letters_progress"),
    path("letters/<int:pk>/act/", letters.act, name="letters_act"),
    path("letters/<int:pk>/preview/", previews.of_issue, name="letters_preview"),
    path("letters/<int:pk>/correct/", planning.correct, name="letters_correct"),
    path(
        "letters/<int:pk>/correct/preview/",
        previews.of_correction,
        name="letters_preview_correction",
    ),
    path("letters/article/<int:pk>/", planning.plan, name="letters_plan"),
    path("letters/article/<int:pk>/preview/", previews.of_article, name="letters_preview_article"),
]
