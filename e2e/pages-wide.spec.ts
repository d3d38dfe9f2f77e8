import { describePages } from './page-walk.ts';

describePages('1440 px', {});
