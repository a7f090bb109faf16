using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Metadata.Postgres;

[OptionsValidator]
internal sealed partial class PostgresMetadataOptionsValidator : IValidateOptions<PostgresMetadataOptions>;
