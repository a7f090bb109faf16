using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Problems;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.Sharing;

/// <summary>The words of the protocol for roles and grantees.</summary>
internal static class ShareNames
{
    public static string Of(Role role) => role switch
    {
        Role.Denied => "none",
        Role.Upload => "upload",
        Role.Read => "read",
        Role.Write => "write",
        Role.Admin => "admin",
        Role.Owner => "owner",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No such role."),
    };

    /// <summary>What can be granted to people and groups; putting files in without seeing any is for links.</summary>
    /// <exception cref="ProblemException">400: no such word.</exception>
    public static Role RoleOf(string access) => access switch
    {
        "none" => Role.Denied,
        "read" => Role.Read,
        "write" => Role.Write,
        "admin" => Role.Admin,
        "owner" => Role.Owner,
        _ => throw Problem.BadRequest("\"access\" is none, read, write, admin or owner."),
    };

    public static string Of(GranteeKind kind) => kind switch
    {
        GranteeKind.Person => "person",
        GranteeKind.Group => "group",
        GranteeKind.Link => "link",
        GranteeKind.Everyone => "everyone",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such grantee."),
    };

    public static GranteeBody Of(Grantee grantee) => new() { Id = grantee.Id, Kind = Of(grantee.Kind), Name = grantee.Label };
}
