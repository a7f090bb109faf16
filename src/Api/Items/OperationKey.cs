using System.Security.Cryptography;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Items;

/// <summary>The operation id of a request: its Idempotency-Key, or a new one.</summary>
internal static class OperationKey
{
    public const string Header = "Idempotency-Key";

    /// <exception cref="ProblemException">400: not a UUID.</exception>
    public static Guid Of(HttpContext context) => context.Request.Headers[Header] switch
    {
        { Count: 0 } => Guid.CreateVersion7(),
        [{ } text] when Guid.TryParse(text, out var key) && key != Guid.Empty => key,
        _ => throw Problem.BadRequest($"{Header} is one UUID."),
    };

    /// <summary>The key that was sent, or null.</summary>
    /// <exception cref="ProblemException">400: not a UUID.</exception>
    public static Guid? OrNone(HttpContext context) => context.Request.Headers[Header].Count == 0 ? null : Of(context);

    /// <summary>The id of one step of an operation that has several: the same for the same operation, step and item.</summary>
    public static Guid Step(Guid operationId, string step, Guid itemId)
    {
        Span<byte> input = stackalloc byte[48];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        operationId.TryWriteBytes(input);
        itemId.TryWriteBytes(input[16..]);
        System.Text.Encoding.ASCII.GetBytes(step, input[32..]);
        SHA256.HashData(input, hash);
        return new Guid(hash[..16]);
    }
}
