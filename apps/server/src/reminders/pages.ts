export { reminderPage as pageOf } from '@torch/domain';
