using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Drives;

[OptionsValidator]
internal sealed partial class JournalOptionsValidator : IValidateOptions<JournalOptions>;
