using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>
/// Access in the bits of the share interface: 1 read, 2 update, 4 create, 8 delete, 16 share on. Roles know fewer combinations than bits do; bits are
/// taken for the role that gives the most of what was asked for and nothing else, and the answer tells the bits of that role.
/// </summary>
internal static class SharePermissions
{
    private const int Read = 1;
    private const int Update = 2;
    private const int Create = 4;
    private const int Delete = 8;
    private const int Share = 16;

    /// <summary>What is granted where the client does not say.</summary>
    public const int Default = Read | Update | Create | Delete;

    public static int Of(Role role, EntryKind kind) => role switch
    {
        Role.Denied => 0,
        Role.Upload => Create,
        Role.Read => Read,
        Role.Write => WriteOf(kind),
        Role.Admin or Role.Owner => WriteOf(kind) | Share,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>What somebody may do with an item, whatever gives it to them.</summary>
    public static int Of(Rights rights, EntryKind kind) =>
        (rights.HasFlag(Rights.Read) ? Read : 0)
        | (rights.HasFlag(Rights.Change) ? kind == EntryKind.File ? Update : Update | Delete : 0)
        | (rights.HasFlag(Rights.Create) && kind == EntryKind.Folder ? Create : 0)
        | (rights.HasFlag(Rights.Share) ? Share : 0);

    /// <summary>The role for people and groups.</summary>
    /// <exception cref="ProblemException">400: none.</exception>
    public static Role RoleOf(int bits, EntryKind kind)
    {
        if ((bits & Read) == 0)
        {
            throw Problem.BadRequest("Whoever an item is shared with may read it; to put in without seeing is for links to folders.");
        }

        return !Includes(bits, WriteOf(kind)) ? Role.Read : Includes(bits, Share) ? Role.Admin : Role.Write;
    }

    /// <summary>The access of a link: "read", "write" or "upload".</summary>
    /// <exception cref="ProblemException">400: none.</exception>
    public static string LinkAccessOf(int bits, EntryKind kind) => (bits & (Read | Create)) switch
    {
        Create when kind == EntryKind.Folder => "upload",
        0 or Create => throw Problem.BadRequest("A link lets one read, or put files into a folder."),
        _ => Includes(bits, WriteOf(kind)) ? "write" : "read",
    };

    // A file is deleted and replaced in its folder, which is not shared with it.
    private static int WriteOf(EntryKind kind) => kind == EntryKind.File ? Read | Update : Read | Update | Create | Delete;

    private static bool Includes(int bits, int all) => (bits & all) == all;
}
