using Microsoft.Extensions.Options;

namespace FileStorage.Api.Search;

[OptionsValidator]
internal sealed partial class SearchOptionsValidator : IValidateOptions<SearchOptions>;
