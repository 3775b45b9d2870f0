# Makes the tables of docs/reference/benchmarks.md.
# Reads lines `case|variant|round|seconds|CPU seconds` (file `times`), `case|variant|round|MiB` (file `memory`) and
# `case|reason` (file `reasons`: why the peer cannot run a case). A ratio is that of two runs of the same round.
# Variables: table (wall, cpu or memory), cases and variants (words), and peer (its heading).
BEGIN { FS = "|" }
FILENAME ~ /reasons$/ { reason[$1] = $2; next }
{
  amount = table == "cpu" ? $5 : $4
  value[$1, $2, $3] = amount
  rounds[$1, $2] = rounds[$1, $2] " " $3
}
function sorted(list, n,   i, j, t) {
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && list[j] < list[j - 1]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
}
function at(list, n, q) { return list[int(q * (n - 1) + 1.5)] }
function spread(unit, list, n) {
  sorted(list, n)
  return sprintf(unit " (" unit "–" unit ")", at(list, n, .5), at(list, n, .25), at(list, n, .75))
}
function cell(name, variant,   at_round, list, n, m, i, base) {
  if (variant == "peer" && name in reason) return table == "cpu" ? reason[name] : "fails"
  m = split(rounds[name, variant], at_round, " ")
  for (i = 1; i <= m; i++) {
    base = variant == first ? 1 : value[name, first, at_round[i]]
    if (base > 0) list[++n] = value[name, variant, at_round[i]] / base
  }
  if (!n) return "–"
  return spread(variant == first && table == "memory" ? "%.0f" : variant == first ? "%.3f" : "%.2f", list, n)
}
END {
  title["empty"] = "empty script"; title["express"] = "express, listen and close"; title["eslint"] = "eslint, one file"
  title["webpack"] = "webpack, production build"; title["npm"] = "`npm --version`"
  title["requests"] = "express, " requests " requests"; title["version"] = "`ambit --version` to `node -e 0`"
  head["plain"] = table == "memory" ? "plain, MiB" : "plain, s"; head["run"] = "`ambit run`"
  head["changed"] = "`ambit run`, changed"; head["peer"] = peer; head["launcher"] = "`ambit run` to guard"
  n = split(cases, names, " "); m = split(variants, kinds, " "); first = kinds[1]
  line = "| what |"; rule = "|---|"
  for (v = 1; v <= m; v++) { line = line " " (kinds[v] in head ? head[kinds[v]] : kinds[v]) " |"; rule = rule "---|" }
  print line; print rule
  for (c = 1; c <= n; c++) {
    line = "| " title[names[c]] " |"
    for (v = 1; v <= m; v++) line = line " " cell(names[c], kinds[v]) " |"
    print line
  }
}
