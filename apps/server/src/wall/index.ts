export { WallModule } from './wall.module';
