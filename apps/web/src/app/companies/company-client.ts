import { httpResource } from '@angular/common/http';
import { Service } from '@angular/core';
import { Company, CompanyPage, type CreateCompany, SimilarCompanies, type UpdateCompany } from '@torch/contracts';
import { RecordClient } from '../platform/record-client';

/** Companies, as the server keeps them. */
@Service()
export class CompanyClient extends RecordClient<Company, CreateCompany, UpdateCompany> {
  constructor() {
    super('/api/v1/companies', Company);
  }

  /** The first matches for a name in any script, or in pinyin. */
  search(text: () => string) {
    return httpResource(() => (text() ? { url: this.url, params: { q: text(), limit: 8, sort: 'name' } } : undefined), {
      parse: (body) => CompanyPage.parse(body),
    });
  }

  /** Companies that may be the one whose name is being typed. */
  similar(name: () => string, except: () => string | undefined) {
    return httpResource(
      () => {
        const other = except();
        return name().length < 2
          ? undefined
          : { url: `${this.url}/similar`, params: { name: name().slice(0, 200), ...(other && { except: other }) } };
      },
      { parse: (body) => SimilarCompanies.parse(body) },
    );
  }
}
