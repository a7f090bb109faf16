using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Importing;

/// <summary>Finds out what a source is by how it is written.</summary>
internal static class ImportSources
{
    public const string PasswordVariable = "FILESTORAGE_IMPORT_PASSWORD";

    private const string Nextcloud = "nextcloud+";
    private const string S3 = "s3://";

    /// <exception cref="CommandException">It cannot be one.</exception>
    public static IImportSource Open(string text, string? user, string? endpoint, string? region)
    {
        if (text.StartsWith(S3, StringComparison.OrdinalIgnoreCase))
        {
            var (bucket, prefix) = Split(text[S3.Length..]);
            return bucket.Length > 0
                ? new S3Source(bucket, prefix, endpoint, region)
                : throw new CommandException("A bucket is written s3://BUCKET or s3://BUCKET/PREFIX.", ExitStatus.Usage);
        }

        var isNextcloud = text.StartsWith(Nextcloud, StringComparison.OrdinalIgnoreCase);
        var address = isNextcloud ? text[Nextcloud.Length..] : text;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
        {
            return OpenDav(isNextcloud ? FilesOf(uri, user) : uri, user);
        }

        var folder = new DirectoryInfo(text);
        return folder.Exists && !isNextcloud
            ? new LocalSource(folder)
            : throw new CommandException($"{text}: there is no such folder, and it is no address of a kind that is known (http, https, nextcloud+https, s3).");
    }

    private static DavSource OpenDav(Uri root, string? user)
    {
        if (root.UserInfo.Length > 0)
        {
            throw new CommandException($"Name the account by --user, and its password by {PasswordVariable}: addresses end up in logs.", ExitStatus.Usage);
        }

        var password = user is null
            ? null
            : PasswordPrompt.Read(fromStandardInput: false, Environment.GetEnvironmentVariable(PasswordVariable), $"Password of {user} at {root.Authority}: ");
        return new DavSource(root, user, password);
    }

    private static Uri FilesOf(Uri server, string? user) => user is { Length: > 0 }
        ? new Uri(server.AbsoluteUri.TrimEnd('/') + "/remote.php/dav/files/" + Uri.EscapeDataString(user))
        : throw new CommandException("A Nextcloud server is imported from an account: name it by --user.", ExitStatus.Usage);

    private static (string Bucket, string Prefix) Split(string text)
    {
        var slash = text.IndexOf('/');
        return slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
    }
}
