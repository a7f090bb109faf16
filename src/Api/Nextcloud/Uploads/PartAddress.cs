using System.Security.Cryptography;
using System.Text;
using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav.Addresses;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Nextcloud.Uploads;

/// <summary>The address of an upload in parts, or of a part: /remote.php/dav/uploads/USER/UPLOAD/PART.</summary>
/// <param name="UploadKey">Of the upload's grain.</param>
/// <param name="Part">Null for the upload itself.</param>
/// <param name="Text">The whole address as the client wrote it, without a slash at its end.</param>
internal sealed record PartAddress(Guid UploadKey, string? Part, string Text)
{
    private const int MaxLength = 200;

    /// <exception cref="ProblemException">400: no such address; 403: of another account.</exception>
    public static PartAddress Of(HttpContext context)
    {
        var user = DoorUser.Require(context);
        var values = context.Request.RouteValues;
        var upload = values["upload"] as string ?? "";
        var part = values["part"] as string;
        return upload.Length is > 0 and <= MaxLength && part is not { Length: > MaxLength }
            ? new PartAddress(KeyOf(user.UserId, upload), part, DavAddress.RawPath(context).TrimEnd('/'))
            : throw Problem.BadRequest($"The name of an upload, or of a part, has at most {MaxLength} characters.");
    }

    private static Guid KeyOf(Guid userId, string name) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{userId:N}/{name}")).AsSpan(0, 16));
}
