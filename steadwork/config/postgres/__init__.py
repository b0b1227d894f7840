"""The embedded PostgreSQL: a server of our own in the data folder, alive while it is used.

``folder``    where its things lie, and with which rights
``programs``  which binaries run, and as which account
``keeper``    the process that makes, starts, watches and stops the server
``using``     what everybody else calls: ``with using.server(folder): …``

Only ``programs`` knows the package that ships the binaries.
"""
