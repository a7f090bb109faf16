using Microsoft.Extensions.Options;

namespace FileStorage.Grains.History;

[OptionsValidator]
internal sealed partial class HistoryOptionsValidator : IValidateOptions<HistoryOptions>;
