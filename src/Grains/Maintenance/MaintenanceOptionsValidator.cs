using Microsoft.Extensions.Options;

namespace FileStorage.Grains.Maintenance;

[OptionsValidator]
internal sealed partial class MaintenanceOptionsValidator : IValidateOptions<MaintenanceOptions>;
