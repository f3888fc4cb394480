export { ToursModule } from './tours.module';
