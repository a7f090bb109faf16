using Microsoft.Extensions.Options;

namespace FileStorage.Api.Links;

[OptionsValidator]
internal sealed partial class LinkOptionsValidator : IValidateOptions<LinkOptions>;
