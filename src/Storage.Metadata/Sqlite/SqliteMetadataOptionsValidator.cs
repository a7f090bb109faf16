using Microsoft.Extensions.Options;

namespace FileStorage.Storage.Metadata.Sqlite;

[OptionsValidator]
internal sealed partial class SqliteMetadataOptionsValidator : IValidateOptions<SqliteMetadataOptions>;
