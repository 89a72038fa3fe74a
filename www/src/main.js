/** Registers `<service-circle>`. */
import { ServiceCircle } from './element.js';

if (!customElements.get('service-circle')) customElements.define('service-circle', ServiceCircle);
