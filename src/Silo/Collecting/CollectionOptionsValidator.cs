using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Collecting;

[OptionsValidator]
internal sealed partial class CollectionOptionsValidator : IValidateOptions<CollectionOptions>;
