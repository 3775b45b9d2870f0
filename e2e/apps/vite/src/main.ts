import { total } from './total';
import rows from './rows.json';
import names from 'virtual:names';

const later = () => import('./later').then(({ say }) => say(total(rows)));
document.body.append(String(later), names.join(), import.meta.env.MODE);
