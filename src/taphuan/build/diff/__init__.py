"""What a change of data, notebooks, templates or code does to the documents, before they are published.

`compare` is its spine: two states of the project (`states`), made by the code of each (`made`), what was edited between them
(`edits`, `edited_yaml`), pages matched and compared (`pages`, `matching`, `words`), the rows behind (`reasons`), what nobody expects
(`unexpected`), and what is told: `lines`, `page`, `as_json`.
"""
