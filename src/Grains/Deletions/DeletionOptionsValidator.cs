using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Deletions;

[OptionsValidator]
internal sealed partial class DeletionOptionsValidator : IValidateOptions<DeletionOptions>;
