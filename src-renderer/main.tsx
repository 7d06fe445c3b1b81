/** Entry of the page in every shell. */
import { start } from './app/start';
import { connect } from './client/connect';

void start(connect);
