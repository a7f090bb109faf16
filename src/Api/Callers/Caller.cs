using System.Collections.Immutable;
using FileStorage.Grains.Interfaces.Devices;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Callers;

/// <summary>The device whose token came with a request, and the account it speaks for.</summary>
internal sealed class Caller(DeviceIdentity identity, ImmutableArray<byte> tokenHash, IGrainFactory grains, bool isByDoor = false) : ICaller
{
    private SharedViews? _views;
    private CallerTree? _tree;

    public Guid UserId => identity.UserId;

    public Guid DeviceId => identity.DeviceId;

    public Guid DriveId => identity.DriveId;

    /// <summary>What others share with the caller.</summary>
    public SharedViews Views => _views ??= new SharedViews(grains, UserId, DriveId);

    /// <summary>What the caller sees.</summary>
    public CallerTree Tree => _tree ??= new CallerTree(grains, DriveId, Views);

    ITree ICaller.Tree => Tree;

    public bool IsAdministrator => identity.IsAdministrator;

    public bool IsAppPassword => identity.IsAppPassword;

    /// <summary>Whether they came by a door of other makers' clients, which delete without saying what they saw last.</summary>
    public bool IsByDoor => isByDoor;

    /// <summary>The caller of a request that has passed <see cref="CallerGate"/>.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This address was mapped without a caller.");

    /// <summary>Asks again, for a request that took long: a token may have been revoked while its body came in.</summary>
    /// <exception cref="ProblemException">401: the token opens nothing any more.</exception>
    public async Task RequireStillValidAsync(CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IDeviceGrain>(identity.DeviceId).AuthenticateAsync(tokenHash, cancellationToken) is null)
        {
            throw Problem.Unauthenticated();
        }
    }
}
