using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Conditions;
using FileStorage.Api.WebDav.Locks;
using FileStorage.Api.WebDav.Properties;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.WebDav;

/// <summary>A request to a WebDAV door: who asks, about what, under which conditions.</summary>
internal sealed class DavRequest
{
    private DavRequest(HttpContext context, IGrainFactory grains, DavAddress address)
    {
        Context = context;
        Caller = Caller.Of(context);
        User = DoorUser.Of(context);
        Address = address;
        Etags = new DavEtags(Caller);
        Locks = new LockTable(grains);
        ShareMarks = new ShareMarks(grains, Caller);
        Guard = new DavGuard(Caller, User, Address, IfHeader.Of(context), Locks, Etags);
    }

    public HttpContext Context { get; }

    public Caller Caller { get; }

    public DoorUser User { get; }

    public DavAddress Address { get; }

    public DavEtags Etags { get; }

    public LockTable Locks { get; }

    public ShareMarks ShareMarks { get; }

    public DavGuard Guard { get; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <exception cref="ProblemException">400: it cannot be read; 412: its If header does not hold.</exception>
    public static async Task<DavRequest> OpenAsync(HttpContext context, IGrainFactory grains)
    {
        var request = new DavRequest(context, grains, DavAddress.Of(context));
        await request.Guard.RequireIfAsync(context.RequestAborted);
        return request;
    }

    /// <summary>A request that is about another address than its own; nothing of it has been judged.</summary>
    public static DavRequest About(HttpContext context, IGrainFactory grains, DavAddress address) => new(context, grains, address);

    /// <summary>Follows the address of the request.</summary>
    public Task<TreeResolution> ResolveAsync() => Caller.Tree.ResolveAsync(Address.Path.Names, Aborted);

    /// <summary>The item of the request.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<TreeItem> FindAsync() => (await ResolveAsync()).Item ?? throw Problem.NotFound("There is no such item.");

    /// <summary>The address of an item of the request's own address, escaped.</summary>
    public string HrefOf(TreeItem item) => item.Entry.Kind == Core.Entries.EntryKind.Folder ? Address.Text + "/" : Address.Text;

    /// <inheritdoc cref="DavHeaders.DepthOf"/>
    public int? Depth => DavHeaders.DepthOf(Context.Request);
}
