#!/usr/bin/env bash
# R: read.table() reads another text than the one that write.table() has written, and says nothing.
#
# Version    R 4.2.2 (Debian 12's r-base-core)
# Guess      What one function of a pair writes, the other reads, with the same separator and nothing else set.
# Behaviour  write.table() puts a backslash before a quote in a text, and none before a backslash; read.table() knows
#            only doubled quotes. say "hi" comes back as say \hi\, without a warning. Nor can another program tell what a
#            backslash in such a file stands for: "C:\new" is written with one, as is the quote in "\"".
# So         write.csv(), or qmethod = "double", both of which double quotes and read back as written. A reader of such
#            a file has to doubt every backslash but those before quotes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq r-base-core=4.2.2.20221110-2 libblas3 liblapack3 libgfortran5 libquadmath0 libgomp1 libtirpc3 2>/dev/null
for package in *.deb; do dpkg -x "$package" .; done
libraries=$folder/usr/lib/x86_64-linux-gnu
export R_HOME=$folder/usr/lib/R LC_ALL=C.UTF-8
export LD_LIBRARY_PATH=$R_HOME/lib:$libraries:$libraries/blas:$libraries/lapack
cat > script.R <<'R'
cat(R.version.string, sep = "\n")
texts <- data.frame(text = c("C:\\new", "say \"hi\""), number = 1:2)
back <- function(how, written, ...) {
	read <- read.table(written, sep = ",", header = TRUE, ...)
	cat(how, readLines(written), "reads back as", read$text, sep = "\n")
}
write.table(texts, "table.csv", sep = ",", row.names = FALSE)
back("write.table:", "table.csv")
write.table(texts, "double.csv", sep = ",", row.names = FALSE, qmethod = "double")
back("qmethod = \"double\":", "double.csv")
R
seen=$("$R_HOME/bin/exec/R" --vanilla --no-echo -f script.R)
echo "$seen"
expected='R version 4.2.2 Patched (2022-11-10 r83330)
write.table:
"text","number"
"C:\new",1
"say \"hi\"",2
reads back as
C:\new
say \hi\
qmethod = "double":
"text","number"
"C:\new",1
"say ""hi""",2
reads back as
C:\new
say "hi"'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
