import Ajv from 'ajv';
import esquery from 'esquery';

export const valid = new Ajv().validate({ type: 'array' }, []);
export const query = esquery.parse('Identifier[name=a]');
