using System.Globalization;
using FileStorage.Bench.Load.Devices;
using FileStorage.Bench.Load.Open;

namespace FileStorage.Bench.Load.Http;

/// <summary>Where the files of one run go, and those that are there to be read.</summary>
internal sealed class HttpFiles(OpenOptions options, Uri url, IReadOnlyList<string> tokens, string run, Hearing hearing)
{
    /// <summary>Folders that new files of a drive are spread over.</summary>
    private const int Folders = 16;

    /// <summary>Files of each drive that are read.</summary>
    private const int Readable = 16;

    // Stamps of the files that are read; those of arrivals begin with 0.
    private const int ReadableStamp = 1 << 30;

    public OpenOptions Options => options;

    public Hearing Hearing => hearing;

    public Http1Connection Connect() => new(url, tokens);

    public FileBody NewBody(int sizeBytes) => new(sizeBytes, long.Parse(run, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>What an arrival sends.</summary>
    public LoadRequest Request(Arrival arrival, FileBody small, FileBody large) => arrival.Kind switch
    {
        OperationKind.Small => Put(arrival.Number, small.Memory(options.Mix is Mix.HotChunk ? 0 : arrival.Number)),
        OperationKind.Large => Put(arrival.Number, large.Memory(arrival.Number)),
        OperationKind.Read => new LoadRequest("GET", "/api/v1/content" + ReadablePath(arrival.Number % Readable), null, default),
        _ => throw new ArgumentOutOfRangeException(nameof(arrival), arrival, "No such kind."),
    };

    public async Task PrepareAsync()
    {
        var small = NewBody(options.SizeBytes);
        foreach (var token in tokens)
        {
            using var session = Session.Of(url, token);
            await session.MakeFoldersAsync(Enumerable.Range(0, Folders).Select(Folder));
        }

        using var connection = Connect();
        for (var drive = 0; drive < tokens.Count && options.Mix is Mix.Mixed; drive++)
        {
            for (var file = 0; file < Readable; file++)
            {
                var request = new LoadRequest("PUT", "/api/v1/content" + ReadablePath(file), null, small.Memory(ReadableStamp + (drive * Readable) + file));
                if (connection.Exchange(request, out _, drive) is not (200 or 201))
                {
                    throw new InvalidOperationException("The server does not take the files that are to be read.");
                }
            }
        }
    }

    private LoadRequest Put(int number, ReadOnlyMemory<byte> body) =>
        new("PUT", string.Create(CultureInfo.InvariantCulture, $"/api/v1/content{Folder(number % Folders)}/f{number:D8}.bin"), null, body);

    private string Folder(int folder) => string.Create(CultureInfo.InvariantCulture, $"/load/{run}/d{folder:D2}");

    private string ReadablePath(int file) => string.Create(CultureInfo.InvariantCulture, $"{Folder(0)}/readable-{file:D2}.bin");
}
