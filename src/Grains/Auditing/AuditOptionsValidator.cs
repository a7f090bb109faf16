using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Auditing;

[OptionsValidator]
internal sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;
