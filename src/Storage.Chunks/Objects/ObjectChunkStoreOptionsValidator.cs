using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Chunks.Objects;

[OptionsValidator]
internal sealed partial class ObjectChunkStoreOptionsValidator : IValidateOptions<ObjectChunkStoreOptions>;
