using Microsoft.Extensions.Options;

namespace FileStorage.Api.Hosting;

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
