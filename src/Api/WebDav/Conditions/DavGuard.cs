using System.Collections.Immutable;
using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Locks;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Conditions;

/// <summary>
/// What stands between a request and a change: its If header, and the locks of others. Rights come first, so that nobody learns of locks on
/// what they may not change. The drive judges rights and etags once more when the change is committed.
/// </summary>
internal sealed class DavGuard(Caller caller, DoorUser user, DavAddress request, IfHeader header, LockTable locks, DavEtags etags)
{
    private readonly ImmutableHashSet<Guid> _submitted = [.. header.Tokens.Select(LockToken.Parse).OfType<Guid>()];

    public LockTable Locks => locks;

    /// <summary>The tokens that the request brings.</summary>
    public ImmutableHashSet<Guid> Submitted => _submitted;

    /// <summary>Judges the If header.</summary>
    /// <exception cref="ProblemException">412: none of its lists holds.</exception>
    public async Task RequireIfAsync(CancellationToken cancellationToken)
    {
        if (header.Lists.IsEmpty)
        {
            return;
        }

        foreach (var list in header.Lists)
        {
            if (await HoldsAsync(list, cancellationToken))
            {
                return;
            }
        }

        throw Problem.PreconditionFailed(currentEtag: null);
    }

    /// <summary>Whether the If header makes the change of an address depend on its etag.</summary>
    public bool DependsOnEtag(DavAddress address) => header.Lists.Any(list =>
        list.Conditions.Any(condition => condition is { Etag: not null, IsNegated: false })
        && (list.Resource is null ? request : DavAddress.Parse(list.Resource, user)).Path.ToString() == address.Path.ToString());

    /// <summary>Requires that the caller may change an item.</summary>
    /// <exception cref="ProblemException">403: it is another's; 423: a lock stands in the way.</exception>
    public async Task RequireFreeAsync(TreeItem item, bool withBelow, CancellationToken cancellationToken)
    {
        if (!item.Rights.HasFlag(Rights.Change) && !item.IsMount)
        {
            throw Problem.Forbidden("You may see this item, and not change it.");
        }

        RequireToken(await locks.CoveringAsync(item, cancellationToken));
        if (withBelow)
        {
            foreach (var one in (await locks.BelowAsync(item, cancellationToken)).GroupBy(one => one.EntryId))
            {
                RequireToken([.. one]);
            }
        }
    }

    /// <summary>Requires that the caller may put something into a folder, or take something out.</summary>
    /// <inheritdoc cref="RequireFreeAsync"/>
    public async Task RequireOpenAsync(TreeItem folder, CancellationToken cancellationToken)
    {
        if (!folder.Rights.HasFlag(Rights.Create))
        {
            throw Problem.Forbidden("You may see this folder, and not change what is in it.");
        }

        RequireToken(await locks.CoveringAsync(folder, cancellationToken));
    }

    private async Task<bool> HoldsAsync(IfList list, CancellationToken cancellationToken)
    {
        var address = list.Resource is null ? request : DavAddress.Parse(list.Resource, user);
        var item = (await caller.Tree.ResolveAsync(address.Path.Names, cancellationToken)).Item;
        foreach (var condition in list.Conditions)
        {
            var holds = condition.Token is { } token
                ? item is not null && LockToken.Parse(token) is { } given
                    && (await locks.CoveringAsync(item, cancellationToken)).Any(one => one.Token == given)
                : item is not null && await etags.OfAsync(item, cancellationToken) == condition.Etag;
            if (holds == condition.IsNegated)
            {
                return false;
            }
        }

        return true;
    }

    // Several locks of one resource are shared ones; to hold one of them is enough.
    private void RequireToken(ImmutableArray<DavLock> inTheWay)
    {
        if (!inTheWay.IsEmpty && !inTheWay.Any(one => one.UserId == caller.UserId && _submitted.Contains(one.Token)))
        {
            throw Problem.Locked();
        }
    }
}
