export { ProtectionModule } from './protection.module';
export { ProtectionSweep } from './sweep';
