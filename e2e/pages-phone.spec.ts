import { describePages } from './page-walk.ts';

describePages('390 px', {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
});
