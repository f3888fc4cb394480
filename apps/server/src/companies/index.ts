export { CompaniesModule } from './companies.module';
export { nameIndex } from './company-names';
export { CompanyEntity } from './company.entity';
export { whereName } from './company.queries';
export { CompanyService } from './company.service';
export { titleText, whereTitle } from './title-search';
