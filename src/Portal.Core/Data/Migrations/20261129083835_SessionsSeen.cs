using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class SessionsSeen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "user_sessions",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "browser",
                table: "user_sessions",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "user_sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "user_name",
                table: "user_sessions",
                type: "character varying(256)",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql("UPDATE user_sessions SET user_name = users.user_name FROM users WHERE users.id = user_sessions.user_id");

            // What is kept in memory of who acts, and open circuits, hear of it at once.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER notify_session_end AFTER UPDATE OF ended_at ON user_sessions FOR EACH ROW
                    WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION portal_notify_access('user_id')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "address",
                table: "user_sessions");

            migrationBuilder.DropColumn(
                name: "browser",
                table: "user_sessions");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "user_sessions");

            migrationBuilder.DropColumn(
                name: "user_name",
                table: "user_sessions");
        }
    }
}
