"""`taphuan new`: a conference, a module or another thing is begun with files that build at once; nothing that is there is touched.

`command` is the group of the commands, a module a command; `files` takes names and writes files, all or none.
"""
