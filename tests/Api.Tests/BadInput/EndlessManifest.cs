using System.Globalization;
using System.Text;

namespace FileStorage.Tests.Api.Tests.BadInput;

/// <summary>A declaration that lists chunks until nobody reads any more, or a billion of them.</summary>
internal static class EndlessManifest
{
    private const int Chunks = 1_000_000_000;

    /// <summary>Sends the body in HTTP/1.1 chunks; the bytes that could be sent until the connection ended.</summary>
    public static async Task<long> SendAsync(Stream connection, string path)
    {
        var chunk = $$"""{"id":"{{new string('a', 64)}}","length":1},""";
        var thousand = Frame(string.Concat(Enumerable.Repeat(chunk, 1000)));
        long sent = 0;
        try
        {
            await connection.WriteAsync(Frame($$"""{"path":"{{path}}","size":{{Chunks}},"chunks":["""));
            for (var written = 0; written < Chunks; written += 1000)
            {
                await connection.WriteAsync(thousand);
                sent += thousand.Length;
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The server has answered and reads no more.
        }

        return sent;
    }

    private static byte[] Frame(string text) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n"));
}
