using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Pictures;

/// <summary>
/// A picture for each person: a pattern of squares that follows from the name, the same on every device. Nobody is looked up for it, so that it tells
/// nothing of who has an account.
/// </summary>
internal static class Avatars
{
    private const int Smallest = 16;
    private const int Largest = 512;

    /// <summary>Squares a side, and half of one around them.</summary>
    private const int Squares = 5;

    private const int Light = 0xF2F2F2;

    private static readonly int[] Colours =
    [
        0x0B6E99, 0x1B7F5C, 0x7A5195, 0xBC5090, 0xC0392B, 0xB9770E, 0x2E5EAA, 0x4B7F1B, 0x8E5B3A, 0x5D6D7E, 0x007F7F, 0x9B2D5F,
    ];

    /// <summary>/USER/SIZE, where the size may end in .png.</summary>
    public static async Task SendAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["user"] as string ?? "";
        var wanted = Path.GetFileNameWithoutExtension(context.Request.RouteValues["size"] as string ?? "");
        var size = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? Math.Clamp(pixels, Smallest, Largest) : 64;
        context.Response.ContentType = "image/png";
        context.Response.Headers.CacheControl = "private, max-age=86400";
        await context.Response.BodyWriter.WriteAsync(Draw(name, size), context.RequestAborted);
    }

    private static byte[] Draw(string name, int size)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name.ToUpperInvariant()));
        return PngImage.Write(size, Light, Colours[hash[0] % Colours.Length], (x, y) =>
        {
            var (column, row) = (SquareOf(x, size), SquareOf(y, size));
            return column is >= 0 and < Squares && row is >= 0 and < Squares && IsSet(hash, Math.Min(column, Squares - 1 - column), row);
        });
    }

    // In halves of a square from the edge, of which there are two on each side that hold none.
    private static int SquareOf(int pixel, int size) => (int)Math.Floor(((pixel * 2 * (Squares + 1) / (double)size) - 1) / 2);

    // The left half and the middle; the right half mirrors it.
    private static bool IsSet(byte[] hash, int column, int row) => (hash[1 + (column * Squares) + row] & 1) == 1;
}
