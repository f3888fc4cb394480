import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { Company, CompanyPage, type CreateCompany, SimilarCompanies, type UpdateCompany } from '@torch/contracts';
import { firstValueFrom, map } from 'rxjs';

const url = '/api/v1/companies';

@Service()
export class CompanyClient {
  private readonly http = inject(HttpClient);

  /** Nothing is asked while there is no id. */
  one(id: () => string | undefined) {
    return httpResource(() => (id() ? `${url}/${id()}` : undefined), { parse: (body) => Company.parse(body) });
  }

  /** The first matches for a name in any script, or in pinyin. */
  search(text: () => string) {
    return httpResource(() => (text() ? { url, params: { q: text(), limit: 8, sort: 'name' } } : undefined), {
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
          : { url: `${url}/similar`, params: { name: name().slice(0, 200), ...(other && { except: other }) } };
      },
      { parse: (body) => SimilarCompanies.parse(body) },
    );
  }

  create(input: CreateCompany, idempotencyKey: string): Promise<Company> {
    return this.answered(this.http.post(url, input, { headers: { 'Idempotency-Key': idempotencyKey } }));
  }

  update(id: string, input: UpdateCompany): Promise<Company> {
    return this.answered(this.http.patch(`${url}/${id}`, input));
  }

  async remove(id: string): Promise<void> {
    await firstValueFrom(this.http.delete(`${url}/${id}`));
  }

  private answered(request: ReturnType<HttpClient['post']>): Promise<Company> {
    return firstValueFrom(request.pipe(map((body) => Company.parse(body))));
  }
}
