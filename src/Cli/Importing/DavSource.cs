using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;

namespace FileStorage.Cli.Importing;

/// <summary>A WebDAV server, Nextcloud's and ownCloud's among them: walked folder by folder (PROPFIND of depth 1).</summary>
internal sealed class DavSource : IImportSource
{
    private const string Question =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:prop><d:resourcetype/><d:getcontentlength/><d:getlastmodified/><d:getetag/><oc:checksums/></d:prop></d:propfind>
        """;

    private static readonly HttpMethod PropFind = new("PROPFIND");

    /// <summary>For the first byte of an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;
    private readonly Uri _root;

    /// <param name="root">The folder that is imported.</param>
    /// <param name="user">For "Authorization: Basic"; null: none is sent.</param>
    /// <param name="password">Its password.</param>
    public DavSource(Uri root, string? user, string? password)
    {
        _root = new Uri(root.AbsoluteUri.TrimEnd('/') + "/");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };
        if (user is not null)
        {
            _http.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }
    }

    public async IAsyncEnumerable<SourceItem> ListAsync(ImportReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = new Stack<SourceItem>();
        folders.Push(new SourceItem { Path = "", IsFolder = true, Address = _root.AbsoluteUri });
        while (folders.TryPop(out var folder))
        {
            foreach (var item in await ListAsync(folder, report, cancellationToken))
            {
                if (item.IsFolder)
                {
                    folders.Push(item);
                }

                yield return item;
            }
        }
    }

    public async Task<Stream> OpenAsync(SourceItem file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
        if (file.Etag is { } etag && !etag.StartsWith("W/", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.OK)
            {
                return await answer.Content.ReadAsStreamAsync(cancellationToken);
            }

            answer.Dispose();
            throw new IOException(answer.StatusCode is HttpStatusCode.PreconditionFailed
                ? "It changed while it was being imported; run the import again."
                : $"The source answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }
        catch (HttpRequestException exception)
        {
            throw new IOException($"The source cannot be reached: {exception.Message}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<List<SourceItem>> ListAsync(SourceItem folder, ImportReport report, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(PropFind, folder.Address) { Content = new StringContent(Question, Encoding.UTF8, "application/xml") };
        request.Headers.Add("Depth", "1");
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.MultiStatus)
            {
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                return await DavListing.ReadAsync(body, new Uri(folder.Address), folder.Path, report, cancellationToken);
            }

            var said = string.Create(CultureInfo.InvariantCulture, $"{folder.Address} answered {(int)answer.StatusCode} {answer.ReasonPhrase} to PROPFIND");
            if (folder.Path.Length == 0)
            {
                throw new CommandException(answer.StatusCode is HttpStatusCode.Unauthorized
                    ? $"{said}: give the account by --user, and its password by FILESTORAGE_IMPORT_PASSWORD."
                    : $"{said}: is that the address of a WebDAV folder?");
            }

            report.Failed(folder.Path, said);
            return [];
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException($"{_root.Authority} cannot be reached: {exception.Message}");
        }
    }
}
