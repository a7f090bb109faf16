using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Telemetry;

[OptionsValidator]
internal sealed partial class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>;
