-- `lanong doctor` says whether the running server is older or newer than the program that asks.
grant select on migration to lanong_app;
