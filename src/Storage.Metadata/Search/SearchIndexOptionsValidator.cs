using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Metadata.Search;

[OptionsValidator]
internal sealed partial class SearchIndexOptionsValidator : IValidateOptions<SearchIndexOptions>;
