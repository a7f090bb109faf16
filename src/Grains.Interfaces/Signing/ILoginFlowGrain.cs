using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.Signing;

/// <summary>
/// A client that waits for its user to let it in, in a browser. Nothing of it is stored: it lives for minutes, and after a failure the client
/// begins again. Keyed by a random id.
/// </summary>
[Alias("login-flow"), GrainInterfaceType("login-flow")]
public interface ILoginFlowGrain : IGrainWithGuidKey
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>Begins. <paramref name="pollHash"/> is the SHA-256 of what the client is going to ask with.</summary>
    [Alias("begin")]
    Task BeginAsync(ImmutableArray<byte> pollHash, string clientName, string? address, CancellationToken cancellationToken = default);

    /// <summary>Who asks, for the user to see; null where nobody does (any more).</summary>
    [Alias("describe")]
    Task<LoginRequest?> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>The user lets the client in. False where nobody asks (any more).</summary>
    [Alias("approve"), NotRepeated]
    Task<bool> ApproveAsync(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Who let the client in; answered once, to the client that began.</summary>
    [Alias("take"), NotRepeated]
    Task<LoginApproval?> TakeAsync(ImmutableArray<byte> pollHash, CancellationToken cancellationToken = default);
}
