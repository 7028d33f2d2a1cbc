-- Numbers in JSON are shown in the fewest digits that mean the same; keys are in order.
select parse_json('{"b":37.55,"a":[1,-2.5,0.1,1e-7,123456789.125],"c":{}}') as v, parse_json('[]') as e, parse_json('1.1') as n;
select parse_json('{"k":"a\\n\\"b","é":true,"":null}') as v;
