using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Chunks.Disk;

[OptionsValidator]
internal sealed partial class DiskChunkStoreOptionsValidator : IValidateOptions<DiskChunkStoreOptions>;
