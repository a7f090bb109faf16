using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Scrubbing;

[OptionsValidator]
internal sealed partial class ScrubOptionsValidator : IValidateOptions<ScrubOptions>;
