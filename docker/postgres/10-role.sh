#!/bin/bash
# Runs once, when the database is created: the application signs in as an owner of its database, not as superuser.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set "password=$DATABASE_PASSWORD" << 'SQL'
CREATE ROLE liangdan LOGIN PASSWORD :'password';
CREATE DATABASE liangdan OWNER liangdan;
SQL
