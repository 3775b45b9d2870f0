import { NIL, parse, stringify, v1, v3, v4, v5, v6, v7, validate, version } from 'uuid';

console.log(v5('ambit', v5.DNS), v3('ambit', v3.URL), NIL, stringify(parse('6ba7b810-9dad-11d1-80b4-00c04fd430c8')));
for (const make of [v1, v4, v6, v7]) console.log(validate(make()), version(make()));
