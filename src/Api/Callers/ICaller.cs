using FileStorage.Api.Problems;
using FileStorage.Api.Trees;

namespace FileStorage.Api.Callers;

/// <summary>Whoever stores files: a device of an account, or a visitor of a public link.</summary>
internal interface ICaller
{
    /// <summary>The account; empty for a visitor.</summary>
    Guid UserId { get; }

    /// <summary>The device; for a visitor, the link.</summary>
    Guid DeviceId { get; }

    /// <summary>Within which operation ids are the caller's own, and "already stored" is answered; for a visitor, the link.</summary>
    Guid DriveId { get; }

    /// <summary>What the caller sees.</summary>
    ITree Tree { get; }

    /// <summary>Asks again, for a request that took long.</summary>
    /// <exception cref="ProblemException">What let the caller in opens nothing any more.</exception>
    Task RequireStillValidAsync(CancellationToken cancellationToken);
}
