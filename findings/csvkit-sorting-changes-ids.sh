#!/usr/bin/env bash
# csvkit: csvsort and csvjoin do not only sort and join. They guess types and write IDs back as other IDs.
#
# Version    csvkit 1.0.7 with agate 1.6.3 (Debian 12's packages)
# Guess      Sorting a CSV file changes the order of its rows, and nothing in them; csvstack and csvgrep, tools of the
#            same kit, indeed leave the values alone.
# Behaviour  A column in which every value looks like a number is written as numbers: 007 becomes 7 and 1E5 becomes
#            1E+5. The country NA (Namibia) and the last names None and Na become empty. yes and no become True and False.
# So         --no-inference (-I) keeps numbers and words, but drops NA, None and Na all the same: only with --blanks do they stay.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq python3-csvkit=1.0.7-1 csvkit=1.0.7-1 python3-agate=1.6.3-2 python3-agatedbf python3-agateexcel \
	python3-agatesql python3-babel python-babel-localedata python3-parsedatetime python3-isodate python3-leather python3-slugify \
	python3-pytimeparse python3-text-unidecode python3-tz python3-six python3-future python3-openpyxl python3-xlrd \
	python3-dbfread python3-sqlalchemy python3-greenlet python3-et-xmlfile 2>/dev/null
for package in *.deb; do dpkg -x "$package" .; done
export PYTHONPATH=$folder/usr/lib/python3/dist-packages
tool() { local name=$1; shift; /usr/bin/python3 -W ignore "usr/bin/$name" "$@"; }
printf 'id,countryCode,lastName,referable\n1E5,NA,None,yes\n007,DE,Na,no\n' > in.csv
seen=$(
	tool csvsort --version
	for command in 'csvsort -c countryCode' 'csvsort -I -c countryCode' 'csvsort -I --blanks -c countryCode' csvstack; do
		echo "$command"
		# shellcheck disable=SC2086
		tool $command in.csv
	done
)
echo "$seen"
expected='csvsort 1.0.7
csvsort -c countryCode
id,countryCode,lastName,referable
7,DE,,False
1E+5,,,True
csvsort -I -c countryCode
id,countryCode,lastName,referable
007,DE,,no
1E5,,,yes
csvsort -I --blanks -c countryCode
id,countryCode,lastName,referable
007,DE,Na,no
1E5,NA,None,yes
csvstack
id,countryCode,lastName,referable
1E5,NA,None,yes
007,DE,Na,no'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
